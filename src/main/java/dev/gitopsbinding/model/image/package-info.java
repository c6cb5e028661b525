/** References of images, and what of them is written. */
@NullMarked
package dev.gitopsbinding.model.image;

import org.jspecify.annotations.NullMarked;
