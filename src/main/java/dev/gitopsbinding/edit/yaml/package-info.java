/** YAML with limits: compose, replace bytes, verify. */
@NullMarked
package dev.gitopsbinding.edit.yaml;

import org.jspecify.annotations.NullMarked;
