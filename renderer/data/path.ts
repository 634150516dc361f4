/** A path's last part and what comes before it, whatever the operating system. */
export function splitPath(path: string): { readonly name: string; readonly folder: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return { name: path.slice(cut + 1), folder: path.slice(0, Math.max(cut, 0)) }
}
