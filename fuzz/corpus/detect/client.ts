import axios from "axios"
const api = axios.create({ baseURL: "https://services.leadconnectorhq.com", headers: { Authorization: `Bearer {{pit:fuzz}}`, Version: "2021-07-28" } })
export const find = (id: string) => api.get(`/contacts/${id}`)
export const SCOPES = ["contacts.readonly", "users.write"]
