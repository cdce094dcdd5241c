import { arnaEngine } from './arna-engine.ts'
import type { XmlEngine } from './document.ts'

/** The engine of that name; the second opinion is only loaded when it is asked for. */
export async function loadXmlEngine(name: XmlEngine['name']): Promise<XmlEngine> {
  if (name === 'arna') return arnaEngine
  const { libxml2Engine } = await import('./libxml2-engine.ts')
  return libxml2Engine
}
