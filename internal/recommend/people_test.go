package recommend_test

// Who holds which post.
const (
	countyClerk = "330782-county-clerk-1"
	cityClerk   = "330700-city-clerk-1"
	colleague   = "330700-city-clerk-2"
	cityHead    = "330700-city-head-1"
	cityLeader  = "330700-city-leader-1"
	otherCity   = "330100-city-clerk-1"
	province    = "330000-province-clerk-1"
)
