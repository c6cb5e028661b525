/** The blocks of the spec, except for those of packages below. */
@NullMarked
package dev.gitopsbinding.api.v1alpha1.spec;

import org.jspecify.annotations.NullMarked;
