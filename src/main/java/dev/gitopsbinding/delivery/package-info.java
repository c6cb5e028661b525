/** How a change reaches the manifest repository. */
@NullMarked
package dev.gitopsbinding.delivery;

import org.jspecify.annotations.NullMarked;
