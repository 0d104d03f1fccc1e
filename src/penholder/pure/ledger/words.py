"""The 1,024 words of receipt codes: common, short, kind or at least neutral, and easy to tell apart on the telephone.

No two differ by one letter or by two neighbours swapped, none begins another, none sounds like another word, and
none is of the kind that could hurt somebody who has just written about the worst year of their life. Codes already
printed are checked against this list, so no word is ever taken out.
"""

from __future__ import annotations

_LIST = """
acacia acrobat airport album alcove algebra almanac almond alpaca alpine amber amigo anagram anchor anemone
angle anorak answer antler apple apricot apron aqua arcade arch aroma artisan artist aspen aster atlas attic
autumn avenue aviary avocado azure badge bagel bagpipe bakery balcony ballad balloon balsam bamboo bandana
banjo banner barista barley barn basalt basil basket bassoon bathtub baton beacon bedrock begonia bench
beret bicycle birch biscuit bison bistro blanket blazer blend blimp blossom blotter blouse bluff boat bobbin
bonfire bongo bonnet bonsai book boots botany bottle bounce bowler bowtie box bracket bramble branch brass
breeze brick bronze broom brush bubble bucket buckle budgie buffalo buggy bugle bulb bulrush bundle bunting
bushel bustle butter button cabaret cabin cable cactus cafe calypso camel camera camper campus canal canary
candle canoe canopy canteen canyon carafe caramel caravan caraway cargo carpet carton cascade cashew cassava
castle catkin cavern celery cellist chalk chapter charm checker cheddar cheese cherry chess chicory chime
chimney chirp chisel chorus chowder chrome chutney cinder cinema circle citrus clam classic climber clock
cloth cloud clover coach coast cobalt cobble cobweb collage comet comfort compass concert cookie copper
copse cordial corn cosmos cottage cotton courier cove cowbell cowslip crab crackle craft crane crayon cream
crest cricket crinkle crisp crocus cruiser crumble cube culture cupcake curator curlew curry curtain cushion
custard cutlery cycle cyclist daisy damson dancer dazzle deck dell delta denim design dewdrop diagram dial
diamond diary dinghy dinner diploma dogwood dolphin dome domino doorman doorway dot drawing dresser drift
drizzle drummer dune dusk dustpan duvet dynamo eagle earring ebony echo eclipse editor elegant elk emblem
emerald emu encore endive energy engine envoy equator evening fabric fairway falcon fanfare farm feather
felt fennel ferret fiction fiddle field figure finch firefly fishing flannel flask fleece fleet flint
flipper float flora flute flyover foam focus foghorn folder folio forest fork frame freesia fresh friend
fringe frisbee frog frond frost fudge furrow gadget galaxy gallant galley gallop gangway garage garden
garland garlic garment garnet garnish gateway gather gazebo gazelle gearbox gecko gelato gentle ginger
gingham giraffe glacier glade glass gleam glider glimmer glisten glitter globe glossy glow goblet golden
gondola good gosling granary grand granite granola grape gravity gravy grebe green griddle grotto ground
grove guava guitar gull gumboot gymnast haddock hairpin halibut hallway hamlet hammock hamster handbag
harmony harp harvest hatbox haven hayloft hazel hearth hedge hello helmet helper herb hexagon hickory hiker
hill hinge history hive hobby hockey holdall holiday holly honey hoop horizon hotel house humming hut
hydrant iceberg icicle igloo iguana impala indigo inlet iris iron island ivory ivy jackdaw jacket jade
jaguar jasmine jaunt jazz jeep jelly jersey jetty jigsaw jingle journal juggler juice jukebox jumper juniper
kayak keel kelp kestrel kettle keynote keyring kilt kindly kingdom kiosk kipper kitchen kite kitten kiwi
knitter koala label lace ladder ladle lagoon lamp landing lantern lanyard lapwing lark latch lattice launch
laundry laurel leaf league ledger legend lemon lentil leopard letter lettuce library lilac lily lime limpet
linen linnet lion lively lizard lobelia lobster locker lodge loft logo loom lorry lotus lounge luggage
lullaby lunar lyric magenta magnet magpie mailbox mallard mallow mango maple marble marina marker marlin
marmot marquee marsh mascot mason matinee maypole meadow meander measure medley melody melon memory menu
merino meteor metro midday milk millet mimosa mineral minibus minnow mint mirror mocha modern mole moment
monocle moon moorhen mooring morsel mosaic moss moth motif motor mound muesli muffin mural museum music
muslin myrtle napkin nature navy nebula nectar nest noodle north notepad novel nugget nutmeg oak oarsman
oasis oatcake oatmeal oblong oboe ocean octagon octave octopus oilskin olive onion opal opera optic orange
orbit orchard orchid oregano organic origami oriole osprey ostrich otter outback outdoor outfit outing
outpost oven owl oxbow oxtail oxygen oyster paddle padlock pageant paint paisley palace pancake panel
panther pantry paper paprika parade parasol parcel parka parrot parsnip partner passage pasta path patio
pattern peach peacock peanut pebble pelican pencil pendant penguin penny pepper perfume pergola petunia
photo piano piccolo picket pickle picnic picture pillow pilot pinball pine pioneer pipit pixel pizza planet
plastic plateau platter plaza plush plywood podium poet pointer polar polish pollen polo polygon poncho pond
pontoon popcorn poppy porch portal postbox poster postman pottery poultry powder prairie prelude pretzel
prism pudding puma pumpkin pupil purple purse putty puzzle pyramid quail quarry quarter quiet quill quilter
quince quiz radiant radio radish rafter ragtime rainbow raisin rambler reader recipe recital record redwing
regatta region relay relish rhubarb ribbon ridge ringlet ripple river roadmap robin rocket rodeo roller
rooster rosebud rosehip rosette rotunda rowan rowboat rubber ruby ruler rumba runway russet rustic saffron
sage salad salmon salute sand sapling sardine sash satchel satin saucer sawmill scarf scarlet scenic school
scooter scout screen scribe script scroll seagull seal seaside season seaweed seesaw serene shelf sherbet
shimmer ship shirt shopper shovel shower shrub shuttle silver siskin skate sketch skillet skylark skyline
slalom sleeve slide smile smock snail snooker snorkel snow soap soccer sofa sonar song soprano sorrel south
spangle spaniel spark sparrow spatula spice spinach spindle spiral splash sponge spoon sport spotted spring
sprout spruce squid stable stadium stamp starlit starry station statue steam stencil stereo stone street
stripe studio subway sugar summer summit sunbeam sundial sunhat sunrise sunset supper surfing swallow swan
sweater swift swing swivel tabby tadpole tailor tandem tarmac tartan tassel taxi teabag teacake teacup teak
teapot teatime tempo tendril tennis tent terrace terrier textile thatch theme thicket thimble thistle thread
thrift thrush tiger tile tinsel tomato toolbox toolkit topiary topsoil tourist towel towpath toyshop tractor
trail tramway trapeze travel treacle tree trellis trestle trifle trill trinket trio trolley trophy tropic
trout truffle trumpet trunk tugboat tulip tumble tunic tunnel turbine turret turtle tweed twig twine twirl
twist typist ukulele unicorn unison upbeat upland upright vanilla vase vault velvet veranda verse viaduct
video village vintage vinyl violet violin visitor volcano voyage waffle wagtail waiter walkway wallaby
wallet walnut walrus waltz warbler washer waxwing wayside weaver web weekday weekend welcome wellies wetland
whippet whisker whittle wicker wildcat window winter wisdom wombat wonder wooden wool workout wren writing
yarrow yeast yellow yodel zebra zenith zigzag zinc zip zone
"""

WORDS: tuple[str, ...] = tuple(_LIST.split())
