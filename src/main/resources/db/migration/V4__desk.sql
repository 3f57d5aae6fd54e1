-- The agents' quick phrases; a shop starts with these and changes them in the console.
CREATE TABLE quick_phrase (
    place    BIGINT NOT NULL PRIMARY KEY,
    shortcut TEXT   NOT NULL UNIQUE,
    phrase   TEXT   NOT NULL
);
INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (1, '您好', '您好，我是人工客服，很高兴为您服务，请问有什么可以帮您？');
INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (2, '稍等', '好的，我马上为您核实，请稍等一两分钟。');
INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (3, '订单号', '麻烦您发一下订单号，我帮您查一下。');
INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (4, '抱歉', '非常抱歉给您带来不便，我来帮您处理。');
INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (5, '还有吗', '请问还有其他可以帮您的吗？');
INSERT INTO quick_phrase (place, shortcut, phrase) VALUES (6, '再见', '感谢您的咨询，祝您购物愉快，再见！');
