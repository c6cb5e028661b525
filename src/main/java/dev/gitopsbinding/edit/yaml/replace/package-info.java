/** Replaces scalars of YAML files by their bytes, and verifies that nothing else changed. */
@NullMarked
package dev.gitopsbinding.edit.yaml.replace;

import org.jspecify.annotations.NullMarked;
