import type { CompileSchema } from './schema.ts'

/** libxml2 takes its time and memory to load, so it is only loaded when somebody needs a schema. */
export async function loadSchemaCompiler(): Promise<CompileSchema> {
  const { compileSchema } = await import('./libxml2-schema.ts')
  return compileSchema
}
