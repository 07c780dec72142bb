/** Parts of a network as a user writes them: by what is public alone. */
@org.jspecify.annotations.NullMarked
package com.example.own;
