import { app, BrowserWindow } from 'electron'

await app.whenReady()
const window = new BrowserWindow({ width: 1600, height: 1000 })
await window.loadFile(`${import.meta.dirname}/../renderer/index.html`)
