import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// electron and the packages with native code stay outside the bundles; everything else goes in.
const external = ['electron', 'better-sqlite3', '@duckdb/node-api']

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: {
        external,
        input: {
          desktop: 'main/desktop/index.ts',
          engine: 'main/engine/utility.ts',
          cli: 'main/cli/index.ts',
          'store-writer': 'main/engine/store-writer/thread.ts',
          upkeep: 'main/engine/upkeep/data-upkeep/thread.ts',
          prefetch: 'main/engine/prefetch/run/thread.ts',
          backtest: 'main/engine/backtest/thread.ts',
          sweep: 'main/engine/sweep/thread.ts',
          'sweep-host': 'main/engine/sweep/desk/thread.ts',
          'backtest-host': 'main/engine/backtest/desk/thread.ts',
          'strategy-description': 'main/engine/strategies/describe/thread.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        external,
        input: { preload: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [react(), tailwindcss()],
    build: { outDir: 'out/renderer', rollupOptions: { input: 'renderer/index.html' } },
  },
})
