/** Puts a first name where {first_name} stands, in what is written in an element: as text, whatever the name is. */
export function named(el: Element, name: string): void {
  const texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  for (let t = texts.nextNode(); t; t = texts.nextNode()) {
    if (t.nodeValue && t.nodeValue.indexOf('{first_name}') >= 0) t.nodeValue = plain(t.nodeValue, name);
  }
}

/** The same in a plain text. Without a name the field goes, with the comma before it. */
export function plain(text: string, name: string): string {
  const first = name.trim().split(/\s+/)[0] ?? '';
  if (first) return text.split('{first_name}').join(first);
  return text.replace(/,?\s*\{first_name\}/g, '');
}
