/** What a binding wants to have written, and the result. */
@NullMarked
package dev.gitopsbinding.model.change;

import org.jspecify.annotations.NullMarked;
