// The sample shop's own script: language, colour, size, amount and basket. Nothing of it knows of the widget.
{
  const root = document.documentElement
  const asked = new URLSearchParams(location.search)
  const english = (asked.get('lang') ?? navigator.language).startsWith('en')
  root.lang = english ? 'en' : 'zh-CN'

  const setUp = () => {
    const all = (selector) => [...document.querySelectorAll(selector)]
    const one = (selector) => document.querySelector(selector)
    if (english) {
      document.title = one('title').dataset.en
      for (const element of all('[data-en]')) {
        element.textContent = element.dataset.en
      }
      for (const element of all('[data-en-label]')) {
        element.setAttribute(element.hasAttribute('placeholder') ? 'placeholder' : 'aria-label', element.dataset.enLabel)
      }
    }
    const switcher = one('.language')
    switcher.textContent = english ? '中文' : 'English'
    switcher.href = english ? '?lang=zh-CN' : '?lang=en'

    const choose = (group, chosen) => {
      for (const option of all(`${group} [aria-pressed]`)) {
        option.setAttribute('aria-pressed', String(option === chosen))
      }
    }
    for (const swatch of all('.swatches button')) {
      swatch.addEventListener('click', () => {
        choose('.swatches', swatch)
        root.style.setProperty('--coat', swatch.dataset.coat)
        root.style.setProperty('--coat-shade', swatch.dataset.shade)
        one('.colour-name').textContent = english ? swatch.dataset.nameEn : swatch.dataset.name
      })
    }
    for (const size of all('.sizes button')) {
      size.addEventListener('click', () => choose('.sizes', size))
    }
    const amount = one('.amount output')
    const step = (by) => (amount.value = String(Math.min(9, Math.max(1, Number(amount.value) + by))))
    one('.less').addEventListener('click', () => step(-1))
    one('.plus').addEventListener('click', () => step(1))
    let inBasket = 0
    one('.add').addEventListener('click', () => {
      inBasket += Number(amount.value)
      one('.basket b').textContent = String(inBasket)
    })
  }
  document.addEventListener('DOMContentLoaded', setUp)
}
