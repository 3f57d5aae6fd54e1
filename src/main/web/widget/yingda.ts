import { start } from './loader'

start(document.currentScript as HTMLScriptElement | null)
