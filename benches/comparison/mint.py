"""Made-up credentials of the forms that tests/suite/mint.rs has, and texts that merely look like one.

All random parts come from the SHA-256 of a label: the same label gives the same text. Nothing here was ever a key.
"""

import base64
import hashlib
import itertools
import json

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
HEX = "0123456789abcdef"


def signs(label: str, alphabet: str, n_signs: int) -> str:
    """`n_signs` signs of `alphabet` that hang on `label` alone."""
    text = ""
    for block in itertools.count():
        digest = hashlib.sha256(f"ghl-lint comparison {label} {block}".encode()).digest()
        text += "".join(alphabet[byte % len(alphabet)] for byte in digest)
        if n_signs <= len(text):
            return text[:n_signs]


def uuid(label: str, version: str) -> str:
    digits = signs(label, HEX, 32)
    variant = signs(label + " variant", "89ab", 1)
    return f"{digits[:8]}-{digits[8:12]}-{version}{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def id20(label: str) -> str:
    """An id as HighLevel makes them."""
    return signs(label, LETTERS + DIGITS, 20)


def private_token(label: str) -> str:
    return "pit-" + uuid(label, "4")


def jwt(label: str, header: dict, claims: dict, n_signature: int) -> str:
    def part(value: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")

    return f"{part(header)}.{part(claims)}.{signs(label, LETTERS + DIGITS + '-_', n_signature)}"


def hs256(label: str, claims: dict) -> str:
    return jwt(label, {"alg": "HS256", "typ": "JWT"}, claims, 43)


def rs256(label: str, claims: dict) -> str:
    return jwt(label, {"alg": "RS256", "typ": "JWT", "kid": signs(label, HEX, 16)}, claims, 342)


def location_key(label: str) -> str:
    """A v1 key of a sub-account."""
    return v1_key(label, "location_id")


def agency_key(label: str) -> str:
    """A v1 key of an agency."""
    return v1_key(label, "company_id")


def v1_key(label: str, owner: str) -> str:
    issued = 1_609_459_200_000 + int(signs(label + " issued", HEX, 9), 16) % 94_608_000_000  # milliseconds: 2021 to 2023
    return hs256(label, {owner: id20(label + " owner"), "version": 1, "iat": issued, "sub": id20(label + " user")})


def placeholders(label: str) -> list:
    """What people write where the token will stand."""
    return [
        "pit-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
        "pit-XXXXXXXX-XXXX-4XXX-XXXX-XXXXXXXXXXXX",
        "pit-your-private-integration-token",
        "pit-00000000-0000-0000-0000-000000000000",
        "pit-<uuid>",
        "pit-********-****-****-****-************",
        "pit-{UUID}",
        "pit-REPLACE_ME",
        "pit-........",
        "pit-12345678-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    ]


def typed(label: str) -> list:
    """UUIDs that somebody typed, or copied out of documentation: most are valid as version 4."""
    return [
        "pit-12345678-1234-4234-8234-123456789012",
        "pit-00000000-0000-4000-8000-000000000000",
        "pit-aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
        "pit-a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d",
        "pit-11111111-2222-4333-8444-555555555555",
        "pit-deadbeef-dead-4eef-beef-deadbeefdead",
        "pit-12345678-90ab-4def-8234-567890abcdef",
        "pit-f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "pit-3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "pit-9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
        "pit-550e8400-e29b-41d4-a716-446655440000",
        "pit-01234567-89ab-4cde-8f01-23456789abcd",
        "pit-abcdefab-cdef-4abc-8def-abcdefabcdef",
        "pit-ffffffff-ffff-4fff-bfff-ffffffffffff",
        "pit-12341234-1234-4123-8123-123412341234",
        "pit-98765432-1098-4765-8432-109876543210",
    ]


def cut(label: str) -> list:
    """Private tokens of which only a part was kept."""
    token = private_token(label)
    return [
        token[:12] + "…",
        token[:12] + "…" + token[-4:],
        token[:13] + "****-****-****-************",
        "****" + token[-4:],
        token[:27] + "...",
        token[:8] + "[REDACTED]",
        token[:-1],
        token[:18] + "xxxx-xxxx-xxxxxxxxxxxx",
    ]


def v1_cut(label: str) -> list:
    """v1 keys of which only a part was kept."""
    key = location_key(label)
    header, claims, signature = key.split(".")
    return [
        header + "…",
        f"{header}.{claims[:12]}…{signature[-4:]}",
        f"{header}.{claims}.{signature[:20]}…",
        f"{header}.…",
    ]


def others(label: str) -> list:
    """Tokens of other products, most of them with the header that v1 keys have."""
    word, number = signs(label, LETTERS[26:], 20), 1_700_000_000
    session = {"iat": number, "exp": number + 3600}
    return [
        hs256(label, {"iss": "supabase", "ref": word, "role": "anon", "iat": number, "exp": 2_015_576_000}),
        hs256(label, {"sub": "1234567890", "name": "John Doe", "iat": 1_516_239_022}),
        hs256(label, {"iss": "supabase", "ref": word, "role": "service_role", "iat": number, "exp": 2_015_576_000}),
        hs256(label, {"resource": {"dashboard": 7}, "params": {}, **session}),
        rs256(label, {"iss": f"https://{word}.eu.auth0.com/", "aud": "https://api.example.com", "azp": signs(label, LETTERS, 32), **session}),
        hs256(label, {"sub": uuid(label, "4"), "iss": "n8n", "aud": "public-api", "iat": number}),
        rs256(label, {"iss": "https://securetoken.google.com/" + word, "user_id": id20(label), **session}),
        hs256(label, {"https://hasura.io/jwt/claims": {"x-hasura-default-role": "user"}, **session}),
        hs256(label, {"id": signs(label, HEX, 24), **session}),
        hs256(label, {"collectionId": "_pb_users_auth_", "id": signs(label, LETTERS[26:] + DIGITS, 15), "type": "auth", **session}),
        rs256(label, {"iat": number, "exp": number + 600, "iss": 123456}),
        hs256(label, {"userId": 42, "role": "admin", **session}),
        hs256(label, {"company_id": signs(label, HEX, 24), "user_id": signs(label, HEX, 24), **session}),
        hs256(label, {"username": "ada", "email": "ada@example.com", **session}),
        hs256(label, {"iss": "livekit-" + word, "video": {"room": "demo", "roomJoin": True}, "sub": "ada", **session}),
        hs256(label, {"aud": None, "iss": signs(label, LETTERS, 22), "exp": number + 3600}),
        hs256(label, {"user_id": word, **session}),
        hs256(label, {"_id": signs(label, HEX, 24), "plan": "pro", **session}),
        hs256(label, {"account": word, "scopes": ["read"], "version": 2, "iat": number}),
        rs256(label, {"iss": "https://accounts.google.com", "sub": signs(label, DIGITS, 21), **session}),
        hs256(label, {"project_id": uuid(label, "4"), "iat": number}),
        hs256(label, {"sub": "admin", "tenant": word, **session}),
        hs256(label, {"key": id20(label), "iat": number}),
        hs256(label, {"shop": f"{word}.myshopify.com", "nonce": id20(label), **session}),
    ]


def near(label: str) -> list:
    """Tokens that speak of locations and are not of the v1 API: camel case and an end, seconds, a company of hexadecimal digits."""
    number = 1_690_000_000
    return [
        hs256(label, {"locationId": id20(label), "version": 1, "iat": number, "exp": number + 3600}),
        hs256(label, {"location_id": id20(label), "iss": "billing", "iat": number, "exp": number + 3600}),
        hs256(label, {"company_id": signs(label, HEX, 24), "version": 1, "iat": number * 1000, "sub": id20(label)}),
    ]
