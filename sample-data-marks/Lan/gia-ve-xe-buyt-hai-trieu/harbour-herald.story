‘[Claim Read us the contract]’: bus riders take metro row to city hall

Published [Date Jan. 20, 2026, 4:15 p.m. (GMT+7)]

HAI TRIEU, Vietnam — [Actor Bus passengers in the port city of Hai Trieu] say [Claim they are being made to pay for a metro nobody has let them read about].

On [Date Jan. 12], [Actor the construction department] announced that [Claim a single bus fare would rise by half, to 12,000 dong, on [Date March 1]]. [Date Two days later], [Actor councillor Ton Nu Dieu Hien] told a hearing that [Claim the price of each train ordered from [Actor Norway’s Nordvik Rail] had gone up by 40 percent since [Date June]].

“[Claim It \[the fare\] pays for their mistake],” said [Actor Thai Ba Loc], [Actor head of the Hai Trieu Passengers’ Association]. “[Claim Read us the contract. Line by line.]”

[Actor City hall] rejects the link. [Actor Vice-chairman Ho Dang Quy] said [Claim “not one dong” would move from buses to trains], and accused [Actor Mr Loc] of [Claim stirring up people who “cannot tell a subsidy from a loan.”]

[Actor Ingrid Halvorsen-Lie], [Actor Nordvik’s country manager], denied that [Claim [Actor the company] had paid any commission]. [Claim The contract], she said in an email, [Claim was “the most scrutinised we have signed in [Date 20 years]”].

Not everyone on the council agrees. According to [Actor two councillors who asked not to be named], [Claim [Actor the finance department] warned in [Date mid-December] that [Claim the metro would lose money until [Date 2034]]].

[Actor The department] confirmed [Date last Friday] that [Claim such a memo existed], but insisted [Claim it had been overtaken by events].

Asked whether the fare rise could be delayed until after Tet, [Actor Mr Quy] promised [Claim a decision “by [Date the end of the month], not a day later”].

On route 24, [Actor student Dinh My Uyen] was doing sums. [Claim The extra fare comes to 160,000 dong [Date a month]], she said. “[Claim That is [Date four days] of lunch.]”

[Actor Mr Loc] says [Claim [Actor his members] will be back [Date every Wednesday]].

Share  Tweet  Email  Print
More: Night buses run empty — 1.12 riders per trip, data show