/** Single requests to registries, and the hosts that a registry may refer to. */
@NullMarked
package dev.gitopsbinding.registry.request;

import org.jspecify.annotations.NullMarked;
