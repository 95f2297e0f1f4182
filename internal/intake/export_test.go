package intake

// MostTries is how often a number may be given.
const MostTries = mostTries
