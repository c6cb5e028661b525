/** Access to the API server: status, events, Secrets, workloads, how resources are read. */
package dev.gitopsbinding.controller.kube;
