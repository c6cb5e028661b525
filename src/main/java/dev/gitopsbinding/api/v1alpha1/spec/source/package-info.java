/** The block {@code spec.source}. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.spec.source;

import org.jspecify.annotations.NullMarked;
