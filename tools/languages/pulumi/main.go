// Writes the SDKs for Python and Go that Pulumi generates from the plugin's schema: sdks SCHEMA FOLDER.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	pygen "github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-reseller"

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: sdks SCHEMA FOLDER"))
	}
	text, err := os.ReadFile(os.Args[1])
	fail(err)
	var spec schema.PackageSpec
	fail(json.Unmarshal(text, &spec))

	python, err := pygen.GeneratePackage(tool, bound(spec), nil, nil)
	fail(err)
	// pyproject.toml names it.
	python["README.md"] = []byte("# pulumi-reseller\n\n" + spec.Description + "\n")
	write(filepath.Join(os.Args[2], "sdk-python"), python)

	golang, err := gogen.GeneratePackage(tool, bound(spec), nil)
	fail(err)
	golang["go.mod"] = withLibraryInUse(golang["go.mod"])
	write(filepath.Join(os.Args[2], "sdk-go"), golang)
}

// The package, for one generator alone: each leaves names of its language in it.
func bound(spec schema.PackageSpec) *schema.Package {
	pkg, err := schema.ImportSpec(spec, nil, schema.ValidationOptions{})
	fail(err)
	return pkg
}

// The generator requires a version of Pulumi's library that is too old for what it generates.
func withLibraryInUse(module []byte) []byte {
	const library = "github.com/pulumi/pulumi/sdk/v3"
	build, ok := debug.ReadBuildInfo()
	if !ok {
		fail(fmt.Errorf("built without module information"))
	}
	for _, dependency := range build.Deps {
		if dependency.Path == library {
			required := regexp.MustCompile(`(?m)^(require ` + library + `) .*$`)
			return required.ReplaceAll(module, []byte("$1 "+dependency.Version))
		}
	}
	return module
}

func write(folder string, files map[string][]byte) {
	for name, content := range files {
		file := filepath.Join(folder, name)
		fail(os.MkdirAll(filepath.Dir(file), 0o755))
		fail(os.WriteFile(file, content, 0o644))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
