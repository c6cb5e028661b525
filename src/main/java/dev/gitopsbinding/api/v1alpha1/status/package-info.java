/** The blocks of the status, and the types of its conditions. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.status;

import org.jspecify.annotations.NullMarked;
