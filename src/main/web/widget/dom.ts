// Just enough to build elements. Text is always text: nothing here reads HTML.

type Child = Node | string | null | undefined | false
type Attributes = Record<string, string | number | boolean | undefined | ((event: never) => void)>

/** An element. `on…` are listeners; `true` is an attribute without value, `false` and undefined none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as unknown as EventListener)
    } else {
      set(element, name, value)
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false))
  return element
}

/** Sets an attribute, or takes it away. */
export function set(element: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) {
    element.removeAttribute(name)
  } else if (element.getAttribute(name) !== (value === true ? '' : String(value))) {
    element.setAttribute(name, value === true ? '' : String(value))
  }
}

/** Sets the text only when it is another, so that a screen reader is not told again. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text
  }
}

const SVG = 'http://www.w3.org/2000/svg'

/** A line drawing of 24 × 24, hidden from screen readers. */
export function icon(paths: string, fill = false): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', fill ? 'i fill' : 'i')
  for (const d of paths.split('|')) {
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}

export const ICONS = {
  mark: 'M12 3.2c5 0 9 3.4 9 7.7s-4 7.7-9 7.7c-.9 0-1.8-.1-2.6-.3L5 20.6l.7-3.9C4 15.3 3 13.2 3 10.9c0-4.3 4-7.7 9-7.7z|M8.3 11.1l2.6 2.5 4.9-5.1',
  down: 'M6 9.5l6 6 6-6',
  close: 'M6.5 6.5l11 11|M17.5 6.5l-11 11',
  send: 'M4.5 12L19.5 4.8l-4.6 14.7-3.3-6z|M11.6 13.5l7.9-8.7',
  person: 'M12 11.6a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6z|M4.8 20c.6-3.8 3.5-5.8 7.2-5.8s6.6 2 7.2 5.8',
  headset: 'M4.5 14.5v-2.3a7.5 7.5 0 0 1 15 0v2.3|M4.5 13.8h1.8a1 1 0 0 1 1 1v3.2a1 1 0 0 1-1 1h-.8a1 1 0 0 1-1-1z|M19.5 13.8h-1.8a1 1 0 0 0-1 1v3.2a1 1 0 0 0 1 1h.8a1 1 0 0 0 1-1z|M19.5 18c0 1.9-1.9 2.9-4.7 2.9',
  up: 'M7.5 10.8v8.7H4.8v-8.7zM7.5 11l3.7-6.5c1.4 0 2.2.9 2.2 2.2V9.5h4.4c1.2 0 2 1 1.8 2.2l-1 6c-.2 1.1-1 1.8-2.1 1.8h-9',
  thumbDown: 'M16.5 13.2V4.5h2.7v8.7zM16.5 13l-3.7 6.5c-1.4 0-2.2-.9-2.2-2.2v-2.8H6.2c-1.2 0-2-1-1.8-2.2l1-6c.2-1.1 1-1.8 2.1-1.8h9',
  star: 'M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8L12 16.9l-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z',
  retry: 'M19 12a7 7 0 1 1-2.1-5|M19 4v4h-4',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z|M12 7.8V12l2.8 1.8',
  alert: 'M12 20.2a8.2 8.2 0 1 0 0-16.4 8.2 8.2 0 0 0 0 16.4z|M12 8v4.8|M12 15.9v.1',
  check: 'M5.5 12.5l4.2 4.2 8.8-9.2',
} as const

/** Gives the style sheet to a shadow root, in the way that a strict content security policy allows. */
export function style(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  } catch {
    const element = document.createElement('style')
    element.textContent = css
    root.append(element)
  }
}
