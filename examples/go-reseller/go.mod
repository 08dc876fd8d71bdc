module go-reseller

go 1.25.0

require (
	github.com/pulumi/pulumi/sdk/v3 v3.224.0
	pulumi-reseller/sdk-go v0.1.0
)

// The generated SDK: see docs/languages.md.
replace pulumi-reseller/sdk-go => ./sdk-go
