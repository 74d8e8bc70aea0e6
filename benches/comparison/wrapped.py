"""Twenty tokens that do not stand in their file as they are: encoded, escaped, in UTF-16, or put together by the code around them.

Each entry of `texts` gives a file's name, its bytes and the token in it.
"""

import base64

from comparison import mint


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def texts(label: str) -> list:
    def token(name: str) -> str:
        return mint.private_token(f"{label} {name}")

    def key(name: str) -> str:
        return mint.location_key(f"{label} {name}")

    files = []

    def add(path: str, secret: str, text: str, encoding: str = "utf-8") -> None:
        files.append((path, text.encode(encoding), secret))

    # base64, at each of its three alignments, and over several lines
    secret = token("kubernetes")
    add("k8s/secret.yaml", secret, f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: crm\ntype: Opaque\ndata:\n  token: {encoded(secret)}\n")
    secret = key("env in a secret")
    text = encoded(f"PORT=3000\nHIGHLEVEL_API_KEY={secret}\n")
    add("k8s/env.yaml", secret, f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: env\ndata:\n  .env: {text}\n")
    secret = token("basic")
    add("src/proxy.js", secret, f"const headers = {{ Authorization: 'Basic {encoded('crm:' + secret)}' }};\nmodule.exports = {{ headers }};\n")
    secret = key("decoded by code")
    add("app/keys.py", secret, f'import base64\n\nKEY = base64.b64decode("{encoded(secret)}").decode()\n')
    secret = token("state")
    state = base64.urlsafe_b64encode(f'{{"back":"/leads","token":"{secret}"}}'.encode()).decode().rstrip("=")
    add("docs/link.md", secret, f"Open [the widget](https://app.example.com/start?state={state}) on a phone.\n")
    secret = token("folded")
    text = base64.encodebytes(f"# settings of the worker\nGHL_TOKEN={secret}\nLOG_LEVEL=info\n".encode()).decode()
    add("backup/env.b64", secret, text)

    # escaped
    secret = token("form")
    add("log/forms.log", secret, f"POST /proxy 200 body=path%3D%2Fcontacts%2F%26token%3D{secret.replace('-', '%2D')}\n")
    secret = token("escapejs")
    escaped = secret.replace("-", "\\u002D")
    config = f"{{\\u0022token\\u0022: \\u0022{escaped}\\u0022}}"
    add("templates/rendered.html", secret, f"<script>\n  const config = JSON.parse('{config}');\n</script>\n")
    secret = token("packed")
    escaped = "".join(f"\\x{ord(sign):02x}" for sign in secret)
    add("dist/packed.js", secret, f'var _0x1=["{escaped}","POST"];send(_0x1[0],_0x1[1]);\n')
    secret = token("n8n code")
    inner = '{\\"js\\":\\"const body = {};\\\\n' + secret + '\\\\nreturn body;\\"}'
    add("workflows/code.json", secret, f'{{ "nodes": [{{ "name": "code", "parameters": {{ "jsonBody": "{inner}" }} }}] }}\n')

    # UTF-16, as PowerShell's `>` and spreadsheets write it
    secret = token("powershell")
    add("out.env", secret, f"\ufeffPORT=3000\r\nGHL_TOKEN={secret}\r\n", "utf-16-le")
    secret = token("spreadsheet")
    add("export/clients.txt", secret, f"\ufeffclient\ttoken\r\nAcme\t{secret}\r\n", "utf-16-be")
    secret = key("script")
    add("scripts/sync.ps1", secret, f"\ufeff$key = '{secret}'\r\nInvoke-Sync -Key $key\r\n", "utf-16-le")

    # put together
    secret = token("one line")
    add("src/parts.js", secret, f"const token = '{secret[:13]}' + '{secret[13:]}';\nmodule.exports = token;\n")
    secret = token("implicit")
    add("app/parts.py", secret, f'TOKEN = (\n    "{secret[:22]}"\n    "{secret[22:]}"\n)\n')
    secret = key("dots")
    add("includes/key.php", secret, f"<?php\n$key = '{secret[:37]}'\n    . '{secret[37:120]}'\n    . '{secret[120:]}';\n")
    secret = key("java")
    add("src/Keys.java", secret, f'final class Keys {{\n    static final String KEY = "{secret[:60]}"\n        + "{secret[60:]}";\n}}\n')
    secret = token("template literal")
    add("src/prefix.ts", secret, f"const PREFIX = 'pit-';\nexport const token = `${{PREFIX}}{secret[4:]}`;\n")
    secret = token("go")
    add("crm/token.go", secret, f'package crm\n\nconst (\n\thead  = "{secret[:9]}"\n\ttoken = head + "{secret[9:]}"\n)\n')

    # continued on the next line
    secret = token("shell")
    add("scripts/push.sh", secret, f'#!/bin/sh\nTOKEN="{secret[:18]}\\\n{secret[18:]}"\nexport TOKEN\n')
    return files
