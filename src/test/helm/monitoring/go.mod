// Fixes versions and checksums of the sources that monitoring-crds.sh reads. `go mod tidy` would empty it.
module gitopsbinding.dev/monitoring

go 1.25.0

require github.com/prometheus-operator/prometheus-operator v0.86.1

require sigs.k8s.io/gateway-api v1.4.1
