/** Letters, digits, dot, low line and hyphen; begins with a letter or digit; at most 64 characters. */
export const isSecretName = (text: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(text)
