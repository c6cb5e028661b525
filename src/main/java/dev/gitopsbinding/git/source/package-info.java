/** Tips of source branches. */
@NullMarked
package dev.gitopsbinding.git.source;

import org.jspecify.annotations.NullMarked;
