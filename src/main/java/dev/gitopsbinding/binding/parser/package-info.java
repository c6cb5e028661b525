/** Reads bindings from resources, field by field. */
@NullMarked
package dev.gitopsbinding.binding.parser;

import org.jspecify.annotations.NullMarked;
