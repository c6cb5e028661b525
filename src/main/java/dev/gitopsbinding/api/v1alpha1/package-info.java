/** The Java types of the custom resource {@code gitopsbindings.gitopsbinding.dev/v1alpha1}. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
