// Fixes version and checksum of the source that monitoring-crds.sh reads. `go mod tidy` would empty it.
module gitopsbinding.dev/monitoring

go 1.25.0

require github.com/prometheus-operator/prometheus-operator v0.86.1
