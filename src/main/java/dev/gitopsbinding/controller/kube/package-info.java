/** Access to the API server: status, Secrets, workloads, how resources are read. */
package dev.gitopsbinding.controller.kube;
