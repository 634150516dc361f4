#!/usr/bin/env node
process.stdout.write('tapedeck\n')
