/** Keys that lead to values in YAML files. */
@NullMarked
package dev.gitopsbinding.model.key;

import org.jspecify.annotations.NullMarked;
