/** Names what looks like YAML, or lies among it, and cannot be edited. */
@NullMarked
package dev.gitopsbinding.edit.uneditable;

import org.jspecify.annotations.NullMarked;
