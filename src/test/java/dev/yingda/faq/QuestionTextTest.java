package dev.yingda.faq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            什么时候发货?          | 什么时候发货
            什么时候发货？？？！！   | 什么时候发货
            什么 时候   发货        | 什么时候发货
            什么时候发货呢          | 什么时候发货
            亲,什么时候发货         | 什么时候发货
            亲亲什么时候发货啊      | 什么时候发货
            在吗？什么时候发货      | 什么时候发货
            请问什么时候发货        | 什么时候发货
            请问一下什么时候发货    | 什么时候发货
            你好，请问什么时候发货  | 什么时候发货
            您好在吗，想问下什么时候发货 | 什么时候发货
            客服你好 什么时候发货   | 什么时候发货
            什么时候发货，谢谢      | 什么时候发货
            ＡＰＰ打不开            | app打不开
            APP 打不开              | app打不开
            满１００减１０          | 满100减10
            1.5米的有吗             | 1.5米的有吗
            Hello, where is my order? | where is my order
            """)
    void onlyWhatPeopleWriteDifferentlyIsEvenedOut(String written, String compared) {
        assertEquals(compared, QuestionText.normalise(written));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            你好          | 你好
            亲            | 亲
            在吗          | 在吗
            你好，在吗     | 在吗
            亲子装有吗     | 亲子装有吗
            你好评返现吗   | 你好评返现吗
            客服电话多少   | 客服电话多少
            在呢          | 在呢
            400-000-0000  | 400 000 0000
            👍            | 👍
            ？            | ？
            """)
    void anOpenerAloneAndWordsThatBeginLikeOneStay(String written, String compared) {
        assertEquals(compared, QuestionText.normalise(written));
    }

    @Property(tries = 300)
    void onlyABlankTextIsNothing(@ForAll String text) {
        assertEquals(text.isBlank(), QuestionText.normalise(text).isEmpty());
    }
}
