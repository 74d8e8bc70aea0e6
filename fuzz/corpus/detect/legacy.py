r = requests.get("https://rest.gohighlevel.com/v1/contacts/", headers={"Authorization": "Bearer {{v1-agency:fuzz}}"})
