// Elements without markup: whatever comes from the data reaches the document as text only.

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

/** An element with attributes, listeners ("onclick") and children. `false`, `null` and `undefined` are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => !!child || child === ""));
  return element;
}

/** Text of the data, with the language it is in where the script tells. */
export function words(text: string, className = "", tag: "span" | "mark" | "h1" | "cite" | "q" = "span"): HTMLElement {
  return h(tag, { class: className || null, lang: language(text) }, text);
}

/** The language of a text by its script, null where it is the page's or cannot be told. */
export function language(text: string): string | null {
  if (/[\u3040-\u30ff]/.test(text)) return "ja";
  if (/[\uac00-\ud7af]/.test(text)) return "ko";
  return /[\u3400-\u9fff\uf900-\ufaff]/.test(text) ? "zh" : null;
}

export const byId = (id: string): HTMLElement => document.getElementById(id)!;

export function button(label: string | Node, onclick: (event: MouseEvent) => void, props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick, ...props }, label);
}

/** A link to a web address; text where it is anything else ("javascript:"). */
export function link(address: string, label: string): HTMLElement {
  return /^https?:\/\//i.test(address)
    ? h("a", { href: address, rel: "noopener noreferrer", target: "_blank", lang: language(label) }, label) : words(label);
}

export function plural(count: number, one: string, many = one + "s"): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
