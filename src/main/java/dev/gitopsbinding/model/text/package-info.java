/** Rules for texts that users read: cut, cleaned, compared. Pure. */
@NullMarked
package dev.gitopsbinding.model.text;

import org.jspecify.annotations.NullMarked;
