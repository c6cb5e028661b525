/** Access to the API server: status, events, Secrets, workloads, how resources are read. */
@NullMarked
package dev.gitopsbinding.controller.kube;

import org.jspecify.annotations.NullMarked;
