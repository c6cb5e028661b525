/** Kubernetes events about bindings. */
package dev.gitopsbinding.notify.kubernetes;
