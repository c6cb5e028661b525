/** How changes reach the manifest branch: {@code spec.push}. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.spec.push;

import org.jspecify.annotations.NullMarked;
