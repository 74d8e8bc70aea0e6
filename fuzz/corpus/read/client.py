import requests

def call(path, *, token=os.environ["GHL_TOKEN"]):
    """Calls it."""
    return requests.get(f"{BASE}/{path}", headers={"Authorization": f"Bearer {token}", "Version": "2021-07-28"})
