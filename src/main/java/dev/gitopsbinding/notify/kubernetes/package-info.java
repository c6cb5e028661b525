/** Kubernetes events about bindings. */
@NullMarked
package dev.gitopsbinding.notify.kubernetes;

import org.jspecify.annotations.NullMarked;
