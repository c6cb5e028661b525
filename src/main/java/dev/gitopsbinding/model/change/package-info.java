/** What a binding wants to have written, and what became of it. */
@NullMarked
package dev.gitopsbinding.model.change;

import org.jspecify.annotations.NullMarked;
