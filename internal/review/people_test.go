package review_test

// Who holds which post.
const (
	countyClerk = "330782-county-clerk-1"
	cityClerk   = "330700-city-clerk-1"
	colleague   = "330700-city-clerk-2"
	province    = "330000-province-clerk-1"
)
