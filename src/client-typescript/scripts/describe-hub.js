/** The hub of the document as TypeScript: its path, and its methods with what they take and give. */
export function describeHub(hub) {
  const methods = Object.entries(hub.methods).map(([name, method]) => [
    comment(method),
    `  ${name}(${method.parameters.map(parameterOf).join(', ')}): ${resultOf(method)};`,
  ].join('\n'));
  return [
    "import type { components } from './api.js';",
    '',
    "type Schemas = components['schemas'];",
    '',
    '/** Where the hub is, from the address of the server. */',
    `export const hubPath = '${hub.path}';`,
    '',
    '/** The methods of the hub: what each takes, in this order, and what it gives. */',
    'export interface ChatHub {',
    methods.join('\n\n'),
    '}',
    '',
  ].join('\n');
}

function comment({ description, parameters }) {
  const lines = [...description.split('\n'), ...parameters.filter((one) => one.description).map((one) => `@param ${one.name} ${one.description}`)];
  return ['  /**', ...lines.map((line) => `   * ${line.trim()}`), '   */'].join('\n');
}

function parameterOf({ name, schema, nullable }) {
  return `${name}: ${typeOf(schema)}${nullable ? ' | null' : ''}`;
}

function resultOf({ result, stream }) {
  return `${stream ? 'AsyncIterable' : 'Promise'}<${result ? typeOf(result) : 'void'}>`;
}

function typeOf(schema) {
  const reference = schema.$ref ?? schema.allOf?.[0].$ref;
  if (reference) {
    return `Schemas['${reference.split('/').at(-1)}']`;
  }

  switch (schema.type) {
    case 'array':
      return `readonly ${typeOf(schema.items)}[]`;
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
      return schema.type;
    default:
      throw new Error(`The hub has a parameter or result that this script does not know: ${JSON.stringify(schema)}`);
  }
}
