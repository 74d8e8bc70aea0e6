const a = "pit-" + "{{uuid4:fuzz}}"
const b = `pit-${"{{uuid4:other}}"}`
