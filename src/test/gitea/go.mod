// Fixes version and checksum of the source that gitea.sh builds. `go mod tidy` would empty it.
module gitopsbinding.dev/gitea

go 1.26.2

require code.gitea.io/gitea v1.26.0
