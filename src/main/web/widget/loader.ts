declare const __PANEL__: string

export function start(tag: HTMLScriptElement | null): void {
  console.info(tag?.src, __PANEL__)
}
