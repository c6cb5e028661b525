/** Access to the API server: statuses, Secrets, and how resources are read. */
@NullMarked
package dev.gitopsbinding.controller.kube;

import org.jspecify.annotations.NullMarked;
